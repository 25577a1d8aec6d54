package dev.switchboard.bench.seed;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts as people write them: the words of a language by Zipf's law, lengths by a log-normal
 * distribution. The most frequent words are real ones, so that they can be searched for; the long
 * tail is made of syllables. Immutable.
 */
final class Words {
  /** In how many messages {@link #RARE} stands: one of so many. */
  private static final int RARELY = 250_000;

  /** A word that a search finds in a few messages of a million. */
  static final String RARE = "xylophonist";

  private static final int VOCABULARY = 20_000;

  /** The share of languages in a community, in percent. */
  private enum Language {
    ENGLISH(56, "abcdefghiklmnoprstuvwy", "aeiou", LATIN_ENGLISH),
    GERMAN(9, "bdfghklmnprstwz", "aeiouäöü", LATIN_GERMAN),
    SPANISH(9, "bcdlmnprstvñ", "aeioáé", LATIN_SPANISH),
    FRENCH(5, "bcdflmnprstv", "aeiouéè", LATIN_FRENCH),
    RUSSIAN(8, "бвгдклмнпрстхч", "аеиоуя", CYRILLIC),
    CHINESE(7, "", "", HAN),
    JAPANESE(4, "", "", KANA),
    ARABIC(2, "بتجدرسعفقلمن", "اوي", ARABIC_WORDS);

    final int share;
    final String consonants;
    final String vowels;
    final List<String> frequent;

    Language(int share, String consonants, String vowels, String frequent) {
      this.share = share;
      this.consonants = consonants;
      this.vowels = vowels;
      this.frequent = List.of(frequent.split(" ", -1));
    }

    boolean dividesWords() {
      return !consonants.isEmpty();
    }
  }

  private static final String LATIN_ENGLISH =
      "the i you to a it is and my that of in for have on not account was with but me can this be"
          + " please what are so ban just server why help do get when thanks if how your appeal like"
          + " no hello still muted role ticket know did message time user there would rules sorry"
          + " refund payment login password channel discord moderator verification";
  private static final String LATIN_GERMAN =
      "ich die und das der nicht ist ein es mein zu mit bitte wurde warum konto für danke auf hallo"
          + " habe wie kann server gesperrt rolle nachricht hilfe überweisung rückerstattung";
  private static final String LATIN_SPANISH =
      "de que no la el y en mi un por me gracias hola cuenta con favor para servidor ayuda tengo"
          + " está cómo mensaje reembolso contraseña";
  private static final String LATIN_FRENCH =
      "de je le la et pas que est un mon pour les bonjour merci compte avec serveur aide message"
          + " remboursement pourquoi modérateur";
  private static final String CYRILLIC =
      "я не и в что на с это мне как почему аккаунт привет спасибо бан сервер помогите сообщение"
          + " роль меня возврат пароль модератор";
  private static final String HAN = "的 我 是 不 了 你 在 有 号 账号 退款 请 谢谢 问题 为什么 服务器 消息 封 帮 吗 可以 没有 被 密码";
  private static final String KANA =
      "の です は を に ます が と アカウント お願い ありがとう 返金 サーバー なぜ ません 問題 メッセージ こんにちは";
  private static final String ARABIC_WORDS =
      "في من على لا ما هل حسابي شكرا لماذا رسالة مرحبا الخادم استرداد كلمة";

  private Words() {}

  /** Draws the language of a member. */
  private static Language language(SplittableRandom random) {
    int drawn = random.nextInt(100);
    for (Language language : Language.values()) {
      drawn -= language.share;
      if (drawn < 0) {
        return language;
      }
    }
    return Language.ENGLISH;
  }

  /** How one person writes. */
  static final class Voice {
    private final SplittableRandom random;
    private final Language language;

    /** A voice in a language that is drawn. */
    Voice(SplittableRandom random) {
      this.random = random;
      this.language = language(random);
    }

    /** The text of a message: some 60 characters, a few of them much longer. */
    String text() {
      int length = (int) Math.clamp(Math.exp(4.0 + 0.9 * random.nextGaussian()), 2, 1_900);
      StringBuilder text = new StringBuilder();
      while (text.length() < length) {
        if (language.dividesWords() && !text.isEmpty()) {
          text.append(random.nextInt(9) == 0 ? ", " : " ");
        }
        text.append(word());
      }
      if (random.nextInt(RARELY) == 0) {
        text.append(' ').append(RARE);
      }
      String said = text.substring(0, Math.min(text.length(), 1_950)).strip();
      return random.nextInt(3) == 0
          ? said.substring(0, 1).toUpperCase(Locale.ROOT) + said.substring(1) + "."
          : said;
    }

    private String word() {
      int rank = rank();
      if (rank < language.frequent.size()) {
        return language.frequent.get(rank);
      }
      // The same rank is the same word in all texts.
      SplittableRandom letters = new SplittableRandom(rank * 31L + language.name().hashCode());
      if (!language.dividesWords()) {
        return IntStream.rangeClosed(1, 1 + rank % 2)
            .mapToObj(_ -> Character.toString(0x4E00 + letters.nextInt(6_000)))
            .collect(Collectors.joining());
      }
      StringBuilder word = new StringBuilder();
      for (int syllables = 2 + letters.nextInt(3); syllables > 0; syllables--) {
        word.append(language.consonants.charAt(letters.nextInt(language.consonants.length())));
        word.append(language.vowels.charAt(letters.nextInt(language.vowels.length())));
        if (letters.nextInt(3) == 0) {
          word.append(language.consonants.charAt(letters.nextInt(language.consonants.length())));
        }
      }
      return word.toString();
    }

    /** The rank of a word; the n-th most frequent one is drawn nearly n times less often. */
    private int rank() {
      return (int) Math.pow(VOCABULARY, random.nextDouble()) - 1;
    }
  }
}
