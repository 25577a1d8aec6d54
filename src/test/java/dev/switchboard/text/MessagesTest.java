package dev.switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code words/en.properties} to the messages of the server. */
class MessagesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.switchboard");

  private static List<Class<?>> messages() {
    return CLASSES.stream()
        .filter(one -> one.isAssignableTo(Message.class) && one.isRecord())
        .filter(one -> !one.getPackageName().equals(Message.class.getPackageName()))
        .<Class<?>>map(JavaClass::reflect)
        .toList();
  }

  @Test
  void eachMessageHasWordsWithItsPlaceholdersInEachLanguage() {
    assertThat(messages()).hasSizeGreaterThan(100);
    Catalogue catalogue = Catalogue.shipped();
    assertThat(catalogue.languages()).contains(Language.ENGLISH);
    for (Language language : catalogue.languages()) {
      assertThat(CatalogueCheck.ofMessages(catalogue.nearest(language), messages())).isEmpty();
    }
  }

  @Test
  void noWordsAreWithoutAMessage() {
    Set<String> keys =
        messages().stream()
            .map(MessageShape::of)
            .map(MessageShape::key)
            .collect(Collectors.toSet());
    assertThat(
            TestWords.keys().stream()
                .filter(key -> !key.startsWith("command.") && !keys.contains(key)))
        .isEmpty();
    assertThat(keys).as("no two messages have the same key").hasSameSizeAs(messages());
  }

  /** Otherwise its texts would be checked by nobody. */
  @Test
  void aMessageThatIsNamedByItsKeyIsOneOfACommand() {
    Stream<String> makers =
        CLASSES.stream()
            .filter(one -> !one.getPackageName().equals(Message.class.getPackageName()))
            .filter(one ->
                one.getConstructorCallsFromSelf().stream()
                    .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Message.Named.class)))
            .map(JavaClass::getSimpleName);
    assertThat(makers).containsExactly("StaffCommand");
  }
}
