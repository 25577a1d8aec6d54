package dev.switchboard;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.switchboard.fixture.discord.UsesPekkoHttp;
import dev.switchboard.fixture.http.UsesDiscord4J;
import dev.switchboard.fixture.ticket.Ticket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The arrows of the architecture. Rules about rooms that are not built yet pass while they are
 * empty; that each rule can fail is shown on classes that break it ({@code fixture}).
 */
@AnalyzeClasses(packages = "dev.switchboard", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Set<String> PURE =
      Set.of(
          "Ticket",
          "Correspondent",
          "AdminGrants",
          "Account",
          "DefaultQuota",
          "Overrides",
          "Shares");
  private static final String DISCORD4J = "discord4j..";
  private static final String PEKKO = "org.apache.pekko..";
  private static final String PEKKO_HTTP = "org.apache.pekko.http..";

  @ArchTest
  static final ArchRule onlyDiscordKnowsDiscord4J =
      noClasses()
          .that()
          .resideOutsideOfPackage("..switchboard..discord..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(DISCORD4J);

  @ArchTest
  static final ArchRule onlyHttpKnowsPekkoHttp =
      noClasses()
          .that()
          .resideOutsideOfPackage("..switchboard..http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PEKKO_HTTP);

  @ArchTest
  static final ArchRule theSandboxKnowsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("..switchboard.sandbox..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.switchboard..")
                  .and(not(resideInAPackage("dev.switchboard.sandbox.."))))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyThePlaygroundAndTheBenchmarkKnowTheSandbox =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.switchboard.sandbox..", "dev.switchboard.bench..")
          .and(not(simpleNameStartingWith("Playground")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.switchboard.sandbox..");

  @ArchTest
  static final ArchRule theBenchmarkKnowsTheProductAsAProcessOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.switchboard.bench..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.switchboard..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "dev.switchboard.bench..", "dev.switchboard.sandbox.."))));

  @ArchTest
  static final ArchRule storageKnowsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("..switchboard.storage..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.switchboard..")
                  .and(not(resideInAPackage("dev.switchboard.storage.."))));

  @ArchTest
  static final ArchRule nobodyKnowsTheRoot =
      noClasses()
          .that()
          .resideInAPackage("dev.switchboard.(*)..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.switchboard");

  @ArchTest
  static final ArchRule capabilitiesKnowNeitherDiscordNorHttp =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.switchboard.ticket..",
              "dev.switchboard.session..",
              "dev.switchboard.apikey..",
              "dev.switchboard.access..",
              "dev.switchboard.account..",
              "dev.switchboard.lookup..",
              "dev.switchboard.share..",
              "dev.switchboard.service..",
              "dev.switchboard.settings..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.switchboard.discord..", "dev.switchboard.http..", "dev.switchboard.rpc..");

  @ArchTest
  static final ArchRule whatIsDecidedIsPlainJava =
      noClasses()
          .that(arePure())
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  PEKKO, DISCORD4J, "java.sql..", "javax.sql..", "org.jdbi..", "reactor.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("dev.switchboard.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noThreadSleepsOrBlocks =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class, int.class)
          .orShould()
          .callMethod(Thread.class, "sleep", java.time.Duration.class)
          .orShould()
          .callMethod(CompletableFuture.class, "join")
          .orShould()
          .callMethodWhere(blocksAReactor());

  @ArchTest
  static final ArchRule nobodyPrintsButTheCommandLine =
      noClasses()
          .that()
          .resideInAPackage("dev.switchboard.(*)..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
      classes()
          .should()
          .haveSimpleNameNotEndingWith("Manager")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper")
          .andShould()
          .haveSimpleNameNotEndingWith("Util")
          .andShould()
          .haveSimpleNameNotEndingWith("Utils")
          .andShould()
          .haveSimpleNameNotEndingWith("Impl");

  /** Each rule that has a fixture, and the class that breaks it. */
  @Test
  void theRulesCanFail() {
    JavaClasses fixtures = new ClassFileImporter().importPackages("dev.switchboard.fixture");

    Map.of(
            onlyDiscordKnowsDiscord4J, UsesDiscord4J.class,
            onlyHttpKnowsPekkoHttp, UsesPekkoHttp.class,
            whatIsDecidedIsPlainJava, Ticket.class,
            noThreadSleepsOrBlocks, UsesDiscord4J.class)
        .forEach((rule, breaker) ->
            assertThat(rule.evaluate(fixtures).getFailureReport().getDetails())
                .as(rule.getDescription())
                .anyMatch(line -> line.contains(breaker.getName())));
  }

  /**
   * The pure cores, by name: the entity's shell is {@code TicketEntity}, its core {@code Ticket}.
   */
  private static DescribedPredicate<JavaClass> arePure() {
    return DescribedPredicate.describe(
        "are the pure part of a capability",
        type -> PURE.contains(outermost(type).getSimpleName()));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }

  private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall>
      blocksAReactor() {
    return DescribedPredicate.describe(
        "waits for a reactor's stream",
        call ->
            call.getTargetOwner().getPackageName().equals("reactor.core.publisher")
                && call.getName().startsWith("block"));
  }
}
