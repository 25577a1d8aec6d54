package dev.switchboard.sandbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.rest.CheckedRest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.entities.channel.ChannelType;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.FileUpload;
import net.dv8tion.jda.api.utils.SessionControllerAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sandbox as JDA sees it: a client that shares no code with Discord4J or with us. */
class JdaTest {
  @RegisterExtension
  final CheckedRest checked = new CheckedRest(finding -> finding.contains("/id: integer found"));

  @Test
  @Timeout(120)
  void jdaAnswersADmWithAFileAndMissesNothingOverACut() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(), checked)) {
      Echo echo = new Echo();
      JDA jda = login(sandbox, echo);
      try {
        jda.awaitReady();
        assertThat(jda.getSelfUser().getIdLong()).isEqualTo(sandbox.world().bot());
        assertThat(jda.getGuilds())
            .extracting(guild -> guild.getIdLong())
            .contains(sandbox.world().communityGuild(), sandbox.world().staff().guild());

        new Conformance(sandbox).isMetBy(echo);
      } finally {
        jda.shutdownNow();
        jda.awaitShutdown();
      }
    }
  }

  private static JDA login(Sandbox sandbox, Echo echo) {
    return JDABuilder.createLight(
            sandbox.botToken(), GatewayIntent.DIRECT_MESSAGES, GatewayIntent.MESSAGE_CONTENT)
        .setRestConfig(new RestConfig().setBaseUrl(sandbox.apiUrl() + "/"))
        .setSessionController(
            new SessionControllerAdapter() {
              @Override
              public String getGateway() {
                return "ws://127.0.0.1:" + sandbox.port() + "/gateway";
              }
            })
        .addEventListeners(echo)
        .build();
  }

  private static final class Echo extends ListenerAdapter implements Conformance.Trial {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger resumes = new AtomicInteger();

    @Override
    public void onMessageReceived(MessageReceivedEvent event) {
      if (!event.isFromType(ChannelType.PRIVATE) || event.getAuthor().isBot()) {
        return;
      }
      String text = event.getMessage().getContentRaw();
      heard.add(text);
      byte[] file = ("what " + event.getAuthor().getName() + " said: " + text).getBytes(UTF_8);
      event
          .getMessage()
          .reply("echo: " + text)
          .addFiles(FileUpload.fromData(file, "answer.txt"))
          .queue();
    }

    @Override
    public void onSessionResume(SessionResumeEvent event) {
      resumes.incrementAndGet();
    }

    @Override
    public List<String> heard() {
      return heard;
    }

    @Override
    public long resumes() {
      return resumes.get();
    }
  }
}
