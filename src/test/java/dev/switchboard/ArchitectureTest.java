package dev.switchboard;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.switchboard.access.Principal;
import dev.switchboard.entity.Kind;
import dev.switchboard.fixture.discord.UsesPekkoHttp;
import dev.switchboard.fixture.http.UsesDiscord4J;
import dev.switchboard.fixture.share.ChangesInNobodysName;
import dev.switchboard.fixture.share.KnowsDiscord;
import dev.switchboard.fixture.share.TakesTextForPrincipal;
import dev.switchboard.fixture.ticket.model.AsksTheClock;
import dev.switchboard.fixture.ticket.model.Ticket;
import dev.switchboard.node.Kinds;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The arrows of the architecture. That the rules about libraries can fail is shown on classes that
 * break them ({@code fixture}); the others name packages that there are, or fail.
 */
@AnalyzeClasses(packages = "dev.switchboard", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** The rooms in which everything is decided by values alone. */
  private static final String[] PURE = {
    "..switchboard..ticket.model..",
    "..switchboard..ticket.decide..",
    "..switchboard..ticket.show.."
  };

  /** Surfaces, what starts the product, and what stands beside it. All else is a capability. */
  private static final String[] NO_CAPABILITIES = {
    "dev.switchboard.bench..",
    "dev.switchboard.cli..",
    "dev.switchboard.config..",
    "dev.switchboard.discord..",
    "dev.switchboard.http..",
    "dev.switchboard.node..",
    "dev.switchboard.rpc..",
    "dev.switchboard.sandbox.."
  };

  /**
   * Pure cores that share a room with their shell; among them the events and states of all kinds.
   * The requests of the kinds are found by their type.
   */
  private static final Set<String> PURE_CORES =
      Stream.concat(
              Stream.of(
                  "dev.switchboard.ticket.correspondent.ArrivalQueue",
                  "dev.switchboard.ticket.correspondent.CorrespondentWork",
                  "dev.switchboard.ticket.correspondent.Next",
                  "dev.switchboard.ticket.correspondent.Progress",
                  "dev.switchboard.ticket.correspondent.Question",
                  "dev.switchboard.ticket.correspondent.WorkStep"),
              Kinds.ALL.stream()
                  .flatMap(kind -> Stream.of(kind.events().type(), kind.empty("1").getClass()))
                  .map(ArchitectureTest::outermost)
                  .map(Class::getName))
          .collect(Collectors.toUnmodifiableSet());

  /** A method of a port that has one of these names only reads. */
  private static final Set<String> READS =
      Set.of(
          "all",
          "awaitsReload",
          "count",
          "discordUserOf",
          "facts",
          "find",
          "holder",
          "holderOf",
          "isLive",
          "isOn",
          "isOnLately",
          "mayStore",
          "objection",
          "observed",
          "of",
          "page",
          "position",
          "read",
          "readVersion",
          "runElsewhere",
          "seen",
          "services",
          "standing",
          "totals",
          "traffic");

  /** The methods of ports that change something in nobody's name, and why. */
  private static final Map<String, String> IN_NOBODYS_NAME =
      Map.ofEntries(
          Map.entry("Accounts.register", "a stranger; whether registration is open permits it"),
          Map.entry("Accounts.atFirstLogin", "a stranger, whom Discord names; a toggle permits it"),
          Map.entry("Accounts.signIn", "a stranger; the password permits it"),
          Map.entry("RegistrationTokens.use", "a stranger; the token permits it"),
          Map.entry("Sessions.open", "a person who has just signed in; Discord permits it"),
          Map.entry("Sessions.use", "whoever has the token, which permits it"),
          Map.entry("Presence.listen", "a stream of this node, which is told of changes"),
          Map.entry("Tickets.ask", "queries, and what the server itself tells a ticket"),
          Map.entry("Tickets.tell", "what the server itself tells a ticket"),
          Map.entry("Tickets.typing", "the member; nothing is stored"),
          Map.entry("ManagedServices.begin", "the node, at its start"),
          Map.entry("ManagedServices.leave", "the node, at its end"),
          Map.entry("ManagedServices.live", "SettingChanges, which has asked for the right"));

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

  /** So no token of Discord is kept: what a sign-in gives has no field for one. */
  @SecurityPoint({11, 28})
  @ArchTest
  static final ArchRule tokensOfDiscordStayWhereTheSignInIs =
      noClasses()
          .that(not(simpleNameStartingWith("DiscordOAuth")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.nimbusds.oauth2.sdk..");

  @ArchTest
  static final ArchRule theSandboxKnowsNothingOfOursButTime =
      noClasses()
          .that()
          .resideInAPackage("..switchboard.sandbox..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.switchboard..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "dev.switchboard.sandbox..", "dev.switchboard.timing.."))));

  @ArchTest
  static final ArchRule onlyThePlaygroundAndTheBenchmarkKnowTheSandbox =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.switchboard.sandbox..", "dev.switchboard.bench..")
          .and(
              not(
                  resideInAPackage("dev.switchboard.cli")
                      .and(simpleNameStartingWith("Playground"))))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.switchboard.sandbox..");

  @ArchTest
  static final ArchRule theBenchmarkKnowsTheProductAsAProcessOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.switchboard.bench..")
          .and()
          // Writes what the product would have written, by the product's own decisions.
          .resideOutsideOfPackage("dev.switchboard.bench.seed..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.switchboard..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "dev.switchboard.bench..", "dev.switchboard.sandbox.."))));

  @ArchTest
  static final ArchRule storageKnowsNoCapability =
      noClasses()
          .that()
          .resideInAPackage("..switchboard.storage..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.switchboard..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "dev.switchboard.storage..",
                              "dev.switchboard.values..",
                              "dev.switchboard.timing.."))));

  @ArchTest
  static final ArchRule theIdiomOfKindsKnowsStorageOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.switchboard.entity..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.switchboard..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "dev.switchboard.entity..", "dev.switchboard.storage.."))));

  @ArchTest
  static final ArchRule nobodyKnowsTheNodeButTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.switchboard.node..", "dev.switchboard.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.switchboard.node..");

  @ArchTest
  static final ArchRule nobodyKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.switchboard.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.switchboard.cli..");

  @ArchTest
  static final ArchRule onlyCommandsAndNodesKnowTheConfiguration =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.switchboard.config..", "dev.switchboard.node..", "dev.switchboard.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.switchboard.config..");

  /** A new package is a capability, unless it is said here to be none. */
  @ArchTest
  static final ArchRule capabilitiesKnowNeitherDiscordNorHttp =
      noClasses()
          .that()
          .resideOutsideOfPackages(NO_CAPABILITIES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.switchboard.discord..", "dev.switchboard.http..", "dev.switchboard.rpc..");

  @ArchTest
  static final ArchRule theShellOfTicketsKnowsTheirValuesAndDecisionsOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.switchboard.ticket")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.switchboard.ticket.(*)..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "dev.switchboard.ticket.model..",
                              "dev.switchboard.ticket.decide.."))));

  @ArchTest
  static final ArchRule onlyTheDeskKnowsTheCommandsOfDiscord =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.switchboard.discord",
              "dev.switchboard.discord.desk..",
              "dev.switchboard.discord.command..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.switchboard.discord.command..");

  @ArchTest
  static final ArchRule textKnowsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("..switchboard.text..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.switchboard..")
                  .and(not(resideInAPackage("dev.switchboard.text.."))));

  @ArchTest
  static final ArchRule whatAllNeedOfTimeKnowsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("..switchboard.timing..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.switchboard..")
                  .and(not(resideInAPackage("dev.switchboard.timing.."))));

  @ArchTest
  static final ArchRule theValuesOfTheConfigurationKnowNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("..switchboard.values..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.switchboard..")
                  .and(not(resideInAPackage("dev.switchboard.values.."))));

  @ArchTest
  static final ArchRule whatIsDecidedIsPlainJava =
      noClasses()
          .that(arePure())
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      PEKKO,
                      DISCORD4J,
                      "java.net..",
                      "java.nio.file..",
                      "java.sql..",
                      "javax.sql..",
                      "org.jdbi..",
                      "org.slf4j..",
                      "reactor..",
                      "io.netty..",
                      "com.github.benmanes.caffeine..",
                      "dev.switchboard.storage..")
                  .or(areFiles()));

  /** A decision is the same when it is made again: time and identities are given to it. */
  @ArchTest
  static final ArchRule whatIsDecidedAsksNoClockAndNoChance =
      noClasses()
          .that(arePure())
          .should()
          .accessTargetWhere(asksTheClockOrChance())
          .orShould()
          .dependOnClassesThat(
              belongToAnyOf(
                  Random.class,
                  SplittableRandom.class,
                  RandomGenerator.class,
                  ThreadLocalRandom.class,
                  SecureRandom.class,
                  Thread.class,
                  Executor.class));

  @ArchTest
  static final ArchRule capabilitiesAreFreeOfCycles =
      slices().matching("dev.switchboard.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsAreFreeOfCycles =
      slices().assignedFrom(packages()).should().beFreeOfCycles();

  /** A switch over a type that another room may not use compiles, and fails when it is run. */
  @ArchTest
  static final ArchRule whatIsPublicNamesOnlyWhatIsPublic =
      codeUnits()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat(arePublic())
          .should(namePublicTypesOnly());

  /**
   * A port is a public type of a capability that acts in somebody's name: one with a method that
   * takes a principal. A class that implements such an interface is held by the interface.
   */
  @ArchTest
  static final ArchRule portsTakePrincipals =
      classes().that(arePorts()).should(takePrincipalsToChangeSomething());

  /** Records are the values and messages behind the ports: in them the principal is a text. */
  @ArchTest
  static final ArchRule noPrincipalIsAText =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat(arePublic())
          .and()
          .areDeclaredInClassesThat(areNoRecords())
          .should(takeNoTextForAPrincipal());

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
          .resideOutsideOfPackage("dev.switchboard.cli..")
          .and(not(isTheStart()))
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

  @Test
  void thePureCoresAreThere() {
    JavaClasses all = new ClassFileImporter().importPackages("dev.switchboard");
    assertThat(PURE_CORES)
        .allMatch(all::contain)
        .contains(
            "dev.switchboard.ticket.correspondent.Correspondent",
            "dev.switchboard.account.Account",
            "dev.switchboard.settings.SettingsBook");
  }

  @Test
  void theMethodsThatTakeNoPrincipalAreThere() {
    List<JavaMethod> methods =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.switchboard")
                .stream()
                .filter(arePorts())
                .flatMap(port -> port.getMethods().stream())
                .filter(method -> isOfAnInstance(method) && !takesAPrincipal(method))
                .toList();
    assertThat(methods).extracting(JavaMethod::getName).containsAll(READS);
    assertThat(methods)
        .extracting(ArchitectureTest::shortName)
        .containsAll(IN_NOBODYS_NAME.keySet());
  }

  /** Each rule that has a fixture, and the class that breaks it. */
  @Test
  void theRulesCanFail() {
    JavaClasses fixtures = new ClassFileImporter().importPackages("dev.switchboard.fixture");

    Map.of(
            onlyDiscordKnowsDiscord4J, UsesDiscord4J.class,
            onlyHttpKnowsPekkoHttp, UsesPekkoHttp.class,
            whatIsDecidedIsPlainJava, Ticket.class,
            whatIsDecidedAsksNoClockAndNoChance, AsksTheClock.class,
            capabilitiesKnowNeitherDiscordNorHttp, KnowsDiscord.class,
            portsTakePrincipals, ChangesInNobodysName.class,
            noPrincipalIsAText, TakesTextForPrincipal.class,
            noThreadSleepsOrBlocks, UsesDiscord4J.class)
        .forEach((rule, breaker) ->
            assertThat(rule.evaluate(fixtures).getFailureReport().getDetails())
                .as(rule.getDescription())
                .anyMatch(line -> line.contains(breaker.getName())));
  }

  private static DescribedPredicate<JavaClass> areFiles() {
    return resideInAPackage("java.io").and(simpleNameStartingWith("File"));
  }

  /** Also by a method reference. */
  private static DescribedPredicate<JavaAccess<?>> asksTheClockOrChance() {
    return DescribedPredicate.describe(
        "asks for the time or for something random",
        access -> {
          String owner = access.getTargetOwner().getFullName();
          return switch (access.getName()) {
            case "now" -> owner.startsWith("java.time.");
            case "currentTimeMillis", "nanoTime" -> owner.equals("java.lang.System");
            case "random" -> owner.equals("java.lang.Math");
            case "randomUUID" -> owner.equals("java.util.UUID");
            default -> owner.equals("java.time.Clock") || owner.equals("java.time.InstantSource");
          };
        });
  }

  private static DescribedPredicate<JavaClass> arePure() {
    return resideInAnyPackage(PURE)
        .or(assignableTo(Kind.Request.class).and(not(belongToAnyOf(Kind.class))))
        .or(
            DescribedPredicate.describe(
                "are the pure core of a capability",
                type -> PURE_CORES.contains(outermost(type).getFullName())));
  }

  /** Each package by itself, also that of a capability beside its rooms. */
  private static SliceAssignment packages() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return SliceIdentifier.of(type.getPackageName());
      }

      @Override
      public String getDescription() {
        return "the packages";
      }
    };
  }

  private static DescribedPredicate<JavaClass> arePublic() {
    return DescribedPredicate.describe("are public", ArchitectureTest::isPublic);
  }

  /** Also all types around it. */
  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
  }

  private static ArchCondition<JavaCodeUnit> namePublicTypesOnly() {
    return new ArchCondition<>("name public types only") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
            .map(JavaClass::getBaseComponentType)
            .filter(type -> type.getPackageName().startsWith("dev.switchboard"))
            .filter(type -> !isPublic(type))
            .forEach(type ->
                events.add(
                    SimpleConditionEvent.violated(
                        unit, unit.getFullName() + " names " + type.getFullName())));
      }
    };
  }

  private static DescribedPredicate<JavaClass> areNoRecords() {
    return DescribedPredicate.describe("are no records", type -> !type.isRecord());
  }

  private static DescribedPredicate<JavaClass> arePorts() {
    return DescribedPredicate.describe(
        "are ports",
        type -> hasAMethodOfAPort(type) && type.getRawInterfaces().stream().noneMatch(arePorts()));
  }

  private static boolean hasAMethodOfAPort(JavaClass type) {
    return isPublic(type)
        && !type.isRecord()
        && !resideInAnyPackage(NO_CAPABILITIES).test(type)
        && type.getMethods().stream()
            .anyMatch(method -> isOfAnInstance(method) && takesAPrincipal(method));
  }

  private static boolean isOfAnInstance(JavaMethod method) {
    return method.getModifiers().contains(JavaModifier.PUBLIC)
        && !method.getModifiers().contains(JavaModifier.STATIC)
        && !method.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean takesAPrincipal(JavaMethod method) {
    return method.getRawParameterTypes().stream()
        .anyMatch(type -> type.isEquivalentTo(Principal.class));
  }

  private static String shortName(JavaMethod method) {
    return method.getOwner().getSimpleName() + '.' + method.getName();
  }

  private static ArchCondition<JavaClass> takePrincipalsToChangeSomething() {
    return new ArchCondition<>("take principals where they change something") {
      @Override
      public void check(JavaClass port, ConditionEvents events) {
        port.getMethods().stream()
            .filter(ArchitectureTest::isOfAnInstance)
            .filter(method -> !takesAPrincipal(method))
            .filter(method -> !READS.contains(method.getName()))
            .filter(method -> !IN_NOBODYS_NAME.containsKey(shortName(method)))
            .forEach(method ->
                events.add(
                    SimpleConditionEvent.violated(
                        method, method.getFullName() + " takes no principal")));
      }
    };
  }

  private static ArchCondition<JavaMethod> takeNoTextForAPrincipal() {
    return new ArchCondition<>("take no text for a principal") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        Arrays.stream(method.reflect().getParameters())
            .filter(parameter -> parameter.getType() == String.class)
            .filter(parameter -> parameter.getName().equals("by"))
            .forEach(_ ->
                events.add(
                    SimpleConditionEvent.violated(
                        method, method.getFullName() + " takes a text for a principal")));
      }
    };
  }

  /** Keeps the standard output clear of what Scala would print. */
  private static DescribedPredicate<JavaClass> isTheStart() {
    return DescribedPredicate.describe(
        "is the start of a node",
        type -> type.getFullName().equals("dev.switchboard.node.Switchboard"));
  }

  private static Class<?> outermost(Class<?> type) {
    return type.getEnclosingClass() == null ? type : outermost(type.getEnclosingClass());
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }

  private static DescribedPredicate<JavaMethodCall> blocksAReactor() {
    return DescribedPredicate.describe(
        "waits for a reactor's stream",
        call ->
            call.getTargetOwner().getPackageName().equals("reactor.core.publisher")
                && call.getName().startsWith("block"));
  }
}
