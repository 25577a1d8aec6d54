package dev.switchboard.ticket;

import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.StoredFile;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Copies of files that came over HTTP: the file store has them already, and the attachment says
 * under which key. All others are copied from Discord.
 */
public final class UploadedCopies implements Copies {
  private static final String PREFIX = "upload:";

  private final Copies others;

  public UploadedCopies(Copies others) {
    this.others = others;
  }

  /**
   * A file that the file store keeps, as an attachment of a reply.
   *
   * @param id a number of {@link ActSource}, which no attachment of Discord's has
   */
  static Attachment attachment(long id, StoredFile file) {
    return new Attachment(id, file.name(), file.size(), PREFIX + file.key(), file.contentType());
  }

  @Override
  public CompletionStage<Copied> copy(long channel, long message, Attachment attachment) {
    return ActSource.isOverHttp(attachment.id()) && attachment.url().startsWith(PREFIX)
        ? CompletableFuture.completedStage(
            new Copied.Kept(
                new StoredFile(
                    attachment.url().substring(PREFIX.length()),
                    attachment.name(),
                    attachment.size(),
                    attachment.contentType())))
        : others.copy(channel, message, attachment);
  }
}
