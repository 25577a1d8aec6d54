package dev.switchboard.discord.dispatch;

import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Form;
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
 * The forms of a post, tried one after another: each leaves out a little more of what Discord may
 * refuse. No form is tried twice.
 */
final class PostForms {
  /** Ten files, one by one and all; four ways to show a text, each with and without embed. */
  private static final int MOST = 24;

  /** Up to this number of files, each choice of files is tried: 15 choices at most. */
  private static final int FEW_FILES = 4;

  /** Discord's limit of files in one message. */
  private static final int FILES = 10;

  private final Job.Send job;
  private final Words words;
  private final Set<Form> tried = new LinkedHashSet<>();
  private Form form = Form.PLANNED;

  PostForms(Job.Send job, Words words) {
    this.words = words;
    this.job = job;
  }

  Form form() {
    return form;
  }

  FormedPost shape() {
    return of(form);
  }

  /** The post in another form. */
  FormedPost of(Form other) {
    return FormedPost.of(job, other, words);
  }

  /** The forms that were refused or failed. */
  Set<Form> tried() {
    return tried;
  }

  /** Starts again with the planned form. */
  void again() {
    form = Form.PLANNED;
    tried.clear();
  }

  /** Moves to the next form; false if none is left. */
  boolean next(RefusalCause refusalCause) {
    tried.add(form);
    if (tried.size() >= MOST) {
      return false;
    }
    Optional<Form> next =
        candidates(refusalCause).stream()
            .filter(one -> !tried.contains(one) && of(one).fits())
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
      // The part that Discord names is not always the cause.
      list.addAll(lessWords());
      list.addAll(frameless());
      list.addAll(without(List.of()));
    }
    return list;
  }

  private List<Form> unanswered() {
    return job.draft().answers() != 0 && form.answers() ? List.of(form.withoutAnswer()) : List.of();
  }

  /** The text of a transcript compresses to about a tenth of its size. */
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

  /** The planned files behind these attachment numbers. A text file, if any, is attachment 0. */
  private List<Integer> planned(List<Integer> sent) {
    int texts = form.words() == Form.Words.IN_A_FILE ? 1 : 0;
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

  /** Leaves out the largest file that is still there. */
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

  /** Planned files by size; equal sizes keep their order, so that posted forms are recognised. */
  private List<Integer> largestFirst() {
    List<StoredFile> files = job.draft().files();
    return IntStream.range(0, files.size())
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> files.get(i).size()).reversed())
        .toList();
  }

  /**
   * The choices of files to leave out if the cause is not known, smallest first: every choice of at
   * most four files; of more files each single one, and all.
   */
  private List<List<Integer>> likely() {
    int count = job.draft().files().size();
    return choices()
        .filter(left -> count <= FEW_FILES || left.size() == 1 || left.size() == count)
        .toList();
  }

  /** Every non-empty choice of files, smallest first. */
  private Stream<List<Integer>> choices() {
    int count = job.draft().files().size();
    return IntStream.range(1, 1 << count)
        .boxed()
        .sorted(Comparator.comparingInt(Integer::bitCount))
        .map(bits -> IntStream.range(0, count).filter(i -> (bits & 1 << i) != 0).boxed().toList());
  }

  /** Leaves out the named files, then other files, then all. */
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

  /** Forms with fewer words: first with the embed, then without it, then without any words. */
  private List<Form> lessWords() {
    if (!mayChangeWords()) {
      return List.of();
    }
    List<Form> ladder = new ArrayList<>();
    for (boolean framed : job.draft().embeds().isEmpty() ? List.of(true) : List.of(true, false)) {
      for (Form.Words words :
          List.of(Form.Words.AS_WRITTEN, Form.Words.DEFUSED, Form.Words.IN_A_FILE)) {
        ladder.add(form.with(words).framed(framed));
      }
    }
    ladder.add(form.with(Form.Words.NAMED).framed(true));
    ladder.add(form.with(Form.Words.NAMED).framed(job.draft().embeds().isEmpty()));
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

  /** All forms in which the post may already be on Discord, the likeliest first. */
  List<Form> all() {
    Set<Form> list = new LinkedHashSet<>();
    list.add(Form.PLANNED);
    for (Form.Words words :
        job.fallback().name().isEmpty()
            ? new Form.Words[] {Form.Words.AS_WRITTEN}
            : Form.Words.values()) {
      for (boolean framed : new boolean[] {true, false}) {
        for (boolean packed : new boolean[] {false, true}) {
          for (List<Integer> leftOut : leftOut()) {
            list.add(new Form(true, framed, packed, leftOut, words));
          }
        }
      }
    }
    if (mayLeaveOut()) {
      // Discord may have named the files one after another, or our copies may be missing.
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
