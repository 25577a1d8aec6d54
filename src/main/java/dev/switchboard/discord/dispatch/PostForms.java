package dev.switchboard.discord.dispatch;

import dev.switchboard.ticket.model.Form;
import dev.switchboard.ticket.model.Form.Words;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.show.FormText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * In which forms a post may be made, one after another: each leaves out a little more of what
 * Discord may refuse. None is tried twice.
 */
final class PostForms {
  /** Ten files, one by one and all; and four ways to show a text, with an embed and without. */
  private static final int MOST = 24;

  /** Of so many files each choice is tried, which are 15 at most. */
  private static final int FEW_FILES = 4;

  /** Discord's limit of files in one message. */
  private static final int FILES = 10;

  private final Job.Send job;
  private final Set<Form> tried = new LinkedHashSet<>();
  private Form form = Form.PLANNED;

  PostForms(Job.Send job) {
    this.job = job;
  }

  Form form() {
    return form;
  }

  FormedPost shape() {
    return FormedPost.of(job, form);
  }

  /** Those that were refused, or failed. */
  Set<Form> tried() {
    return tried;
  }

  /** From the beginning. */
  void again() {
    form = Form.PLANNED;
    tried.clear();
  }

  /** Goes on to the next form; false where there is none left. */
  boolean next(RefusalCause refusalCause) {
    tried.add(form);
    if (tried.size() >= MOST) {
      return false;
    }
    Optional<Form> next =
        candidates(refusalCause).stream()
            .filter(one -> !tried.contains(one) && FormedPost.of(job, one).fits())
            .findFirst();
    next.ifPresent(one -> form = one);
    return next.isPresent();
  }

  private List<Form> candidates(RefusalCause refusalCause) {
    List<Form> list = new ArrayList<>();
    switch (refusalCause) {
      case RefusalCause.Answered _ -> list.addAll(unanswered());
      case RefusalCause.Size _ -> {
        list.addAll(packed());
        list.addAll(smaller());
      }
      case RefusalCause.Files(var which) -> list.addAll(without(which));
      case RefusalCause.FilesSent(var which) -> list.addAll(without(planned(which)));
      case RefusalCause.Attaching _ -> list.addAll(fileless());
      case RefusalCause.Frame _ -> list.addAll(frameless());
      case RefusalCause.Text _ -> list.addAll(lessWords());
      case RefusalCause.Unsaid _ -> {
        list.addAll(unanswered());
        list.addAll(without(List.of()));
        list.addAll(lessWords());
      }
    }
    boolean named =
        refusalCause instanceof RefusalCause.Answered
            || refusalCause instanceof RefusalCause.Size
            || refusalCause instanceof RefusalCause.Attaching;
    if (!named) {
      // What Discord names is not always what is wrong.
      list.addAll(lessWords());
      list.addAll(frameless());
      list.addAll(without(List.of()));
    }
    return list;
  }

  private List<Form> unanswered() {
    return job.draft().answers() != 0 && form.answers() ? List.of(form.withoutAnswer()) : List.of();
  }

  /** A transcript is mostly words, which become a tenth of their size. */
  private List<Form> packed() {
    boolean transcript =
        !job.draft().files().isEmpty()
            && job.draft().files().stream()
                .allMatch(file -> file.contentType().startsWith("text/html"))
            && job.lane() == Job.Lane.BULK;
    return transcript && !form.packed() ? List.of(form.withFilesPacked()) : List.of();
  }

  private boolean mayLeaveOut() {
    return !job.draft().files().isEmpty()
        && job.fallback().files().size() == job.draft().files().size();
  }

  /** Which of the planned files those are that were sent, behind the text if that is a file. */
  private List<Integer> planned(List<Integer> sent) {
    int texts = form.words() == Words.IN_A_FILE ? 1 : 0;
    List<Integer> there =
        IntStream.range(0, job.draft().files().size())
            .boxed()
            .filter(i -> !form.leftOut().contains(i))
            .toList();
    return sent.stream()
        .map(i -> i - texts)
        .filter(i -> i >= 0 && i < there.size())
        .map(there::get)
        .toList();
  }

  /** Without the largest of the files that are still there. */
  private List<Form> smaller() {
    if (!mayLeaveOut()) {
      return List.of();
    }
    return largestFirst().stream()
        .filter(i -> !form.leftOut().contains(i))
        .findFirst()
        .map(i -> form.without(and(form.leftOut(), List.of(i))))
        .stream()
        .toList();
  }

  /** Of one size, the first comes first: what stands already is recognised by the same order. */
  private List<Integer> largestFirst() {
    List<StoredFile> files = job.draft().files();
    return IntStream.range(0, files.size())
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> files.get(i).size()).reversed())
        .toList();
  }

  /**
   * Which files may be left out where it is not known which are refused, as few as possible first:
   * each choice of a few files, each single one of many, and all.
   */
  private List<List<Integer>> likely() {
    int count = job.draft().files().size();
    return choices()
        .filter(left -> count <= FEW_FILES || left.size() == 1 || left.size() == count)
        .toList();
  }

  /** Each choice of some files, the smallest first. */
  private Stream<List<Integer>> choices() {
    int count = job.draft().files().size();
    return IntStream.range(1, 1 << count)
        .boxed()
        .sorted(Comparator.comparingInt(Integer::bitCount))
        .map(bits -> IntStream.range(0, count).filter(i -> (bits & 1 << i) != 0).boxed().toList());
  }

  /** Without those that are named, then without others, then without any. */
  private List<Form> without(List<Integer> which) {
    List<Form> list = new ArrayList<>();
    int count = job.draft().files().size();
    if (mayLeaveOut()) {
      List<Integer> named = which.stream().filter(i -> i < count).toList();
      if (!named.isEmpty()) {
        list.add(form.without(and(form.leftOut(), named)));
      }
      likely().stream()
          .filter(left -> left.size() >= form.leftOut().size())
          .forEach(left -> list.add(form.without(left)));
    }
    return list;
  }

  private List<Form> fileless() {
    int count = job.draft().files().size();
    return mayLeaveOut() && count > 0
        ? List.of(form.without(IntStream.range(0, count).boxed().toList()))
        : List.of();
  }

  private List<Form> frameless() {
    return mayChangeWords() && !job.draft().embeds().isEmpty()
        ? List.of(form.withoutFrame())
        : List.of();
  }

  private boolean mayChangeWords() {
    return !job.fallback().name().isEmpty();
  }

  /**
   * As many of the words as may be: first with the embed, then without it, then no words at all.
   */
  private List<Form> lessWords() {
    if (!mayChangeWords()) {
      return List.of();
    }
    List<Form> ladder = new ArrayList<>();
    for (boolean framed : job.draft().embeds().isEmpty() ? List.of(true) : List.of(true, false)) {
      for (Words words : List.of(Words.AS_WRITTEN, Words.DEFUSED, Words.IN_A_FILE)) {
        ladder.add(form.with(words).framed(framed));
      }
    }
    ladder.add(form.with(Words.NAMED).framed(true));
    ladder.add(form.with(Words.NAMED).framed(job.draft().embeds().isEmpty()));
    return ladder.subList(ladder.indexOf(form) + 1, ladder.size()).stream()
        .filter(this::isDifferent)
        .toList();
  }

  private boolean isDifferent(Form one) {
    return switch (one.words()) {
      case AS_WRITTEN, NAMED -> true;
      case DEFUSED -> !FormText.defused(job.draft().content()).equals(job.draft().content());
      case IN_A_FILE -> job.draft().files().size() - one.leftOut().size() < FILES;
    };
  }

  private static List<Integer> and(List<Integer> some, List<Integer> more) {
    Set<Integer> all = new LinkedHashSet<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  /** All forms in which the post may stand already, the likeliest first. */
  List<Form> all() {
    Set<Form> list = new LinkedHashSet<>();
    list.add(Form.PLANNED);
    for (Words words :
        job.fallback().name().isEmpty() ? new Words[] {Words.AS_WRITTEN} : Words.values()) {
      for (boolean framed : new boolean[] {true, false}) {
        for (boolean packed : new boolean[] {false, true}) {
          for (List<Integer> leftOut : leftOut()) {
            list.add(new Form(true, framed, packed, leftOut, words));
          }
        }
      }
    }
    if (mayLeaveOut()) {
      // Where Discord names them one after another, or our copies are missing.
      choices().forEach(left -> list.add(Form.PLANNED.without(left)));
    }
    return List.copyOf(list);
  }

  private List<List<Integer>> leftOut() {
    Set<List<Integer>> all = new LinkedHashSet<>();
    all.add(List.of());
    int count = job.draft().files().size();
    if (mayLeaveOut()) {
      List<Integer> bySize = largestFirst();
      IntStream.rangeClosed(1, count)
          .forEach(many -> all.add(bySize.subList(0, many).stream().sorted().toList()));
      all.addAll(likely());
    }
    return List.copyOf(all);
  }
}
