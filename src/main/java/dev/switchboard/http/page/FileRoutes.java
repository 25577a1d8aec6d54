package dev.switchboard.http.page;

import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;

import dev.switchboard.http.Answers;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.StoredContent;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.FileStore.Opening;
import dev.switchboard.storage.StorageUnavailable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.StreamConverters;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /files/<key>/<name>}: the stored copies of files that people sent. The key is the SHA-256
 * of the bytes, so only people who were given the link or the file know it. There is no list of
 * files.
 */
public final class FileRoutes implements StoredContent {
  private static final Logger LOG = LoggerFactory.getLogger(FileRoutes.class);
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
  private static final int CHUNK = 64 * 1024;

  /** The bytes of a key never change. */
  private static final String FOR_EVER = "private, max-age=31536000, immutable";

  /**
   * A file may run nothing, load nothing and reach none of our pages, whatever type a browser
   * assumes.
   */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; sandbox";

  private final FileStore files;

  public FileRoutes(FileStore files) {
    this.files = files;
  }

  public Route route() {
    return pathPrefix(
        "files",
        () ->
            path(
                PathMatchers.segment(KEY).slash(PathMatchers.segment()),
                (key, name) -> Answers.look(() -> file(key, name))));
  }

  private Route file(String key, String name) {
    return extractRequest(
        request -> completeWithFuture(answer(request, key, ServedAs.of(name), FOR_EVER)));
  }

  /** What needs a credential is asked for each time, so that nobody sees it after signing out. */
  @Override
  public CompletionStage<HttpResponse> served(HttpRequest request, Answer.Body.Stored file) {
    return answer(request, file.key(), ServedAs.image(file.name()), "private, no-cache");
  }

  private CompletionStage<HttpResponse> answer(
      HttpRequest request, String key, ServedAs as, String caching) {
    return files
        .size(key)
        .thenApply(size ->
            size.isPresent()
                ? new Serving(files, request, key, as, caching, size.getAsLong()).answer()
                : Answers.notFound())
        .exceptionally(FileRoutes::unavailable);
  }

  private static HttpResponse unavailable(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof StorageUnavailable) {
      LOG.warn("A stored file could not be served: {}", cause.getMessage());
      return Answers.error(
              StatusCodes.SERVICE_UNAVAILABLE, "The files are out of reach.", "files-unavailable")
          .addHeader(RawHeader.create("Retry-After", "10"));
    }
    throw new CompletionException(cause);
  }

  /**
   * One file on its way to one client. It is opened only when the client reads, since many clients
   * leave before they are answered.
   */
  private record Serving(
      FileStore files, HttpRequest request, String key, ServedAs as, String caching, long size) {
    HttpResponse answer() {
      String tag = '"' + key + '"';
      if (header("If-None-Match").contains(tag)) {
        return withHeaders(HttpResponse.create().withStatus(StatusCodes.NOT_MODIFIED));
      }
      String condition = header("If-Range");
      boolean partly = condition.isEmpty() || condition.equals(tag);
      return switch (ByteRange.of(partly ? header("Range") : "", size)) {
        case ByteRange.Whole _ -> withHeaders(HttpResponse.create().withEntity(bytes(0, size)));
        case ByteRange.Part(long first, long length) ->
            withHeaders(HttpResponse.create().withStatus(StatusCodes.PARTIAL_CONTENT))
                .addHeader(
                    RawHeader.create(
                        "Content-Range",
                        "bytes %d-%d/%d".formatted(first, first + length - 1, size)))
                .withEntity(bytes(first, length));
        case ByteRange.Unsatisfiable _ ->
            Answers.error(
                    StatusCodes.RANGE_NOT_SATISFIABLE,
                    "The file is not that long.",
                    "range-not-satisfiable")
                .addHeader(RawHeader.create("Content-Range", "bytes */" + size));
      };
    }

    private HttpResponse withHeaders(HttpResponse response) {
      return response
          .addHeader(RawHeader.create("Content-Disposition", as.disposition()))
          .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
          .addHeader(RawHeader.create("Content-Security-Policy", POLICY))
          .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"))
          .addHeader(RawHeader.create("X-Robots-Tag", "noindex"))
          .addHeader(RawHeader.create("Accept-Ranges", "bytes"))
          .addHeader(RawHeader.create("ETag", '"' + key + '"'))
          .addHeader(RawHeader.create("Cache-Control", caching));
    }

    private ResponseEntity bytes(long first, long length) {
      ContentType type = ContentTypes.parse(as.mediaType());
      if (length == 0) {
        return HttpEntities.create(type, new byte[0]);
      }
      if (request.method().equals(HttpMethods.HEAD)) {
        return HttpEntities.create(type, length, Source.<ByteString>empty());
      }
      return HttpEntities.create(type, length, Source.lazySource(() -> opened(first, length)));
    }

    /** Closed with the stream, which may end before the file is open. */
    private Source<ByteString, NotUsed> opened(long first, long length) {
      CompletionStage<Opening> opening = files.open(key);
      return Source.completionStageSource(opening.thenApply(found -> section(found, first, length)))
          .watchTermination((_, end) -> {
            end.whenComplete((_, _) -> opening.thenAccept(Serving::close));
            return NotUsed.getInstance();
          });
    }

    private static Source<ByteString, ?> section(Opening opening, long first, long length) {
      return switch (opening) {
        case Opening.Absent _ -> Source.failed(new NoSuchFileException("deleted meanwhile"));
        case Opening.Content(long _, InputStream stream) ->
            StreamConverters.fromInputStream(
                () -> {
                  stream.skipNBytes(first);
                  return new Section(stream, length);
                },
                CHUNK);
      };
    }

    private String header(String header) {
      return request.getHeader(header).map(HttpHeader::value).orElse("");
    }

    private static void close(Opening opening) {
      if (opening instanceof Opening.Content content) {
        try {
          content.stream().close();
        } catch (IOException e) {
          LOG.debug("A file did not close: {}", e.toString());
        }
      }
    }
  }

  /** The next bytes of a stream, up to a given number. */
  private static final class Section extends FilterInputStream {
    private long left;

    Section(InputStream stream, long length) {
      super(stream);
      left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = super.read(bytes, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }
  }
}
