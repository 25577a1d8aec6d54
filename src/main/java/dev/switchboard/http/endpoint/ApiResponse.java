package dev.switchboard.http.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * An answer as it is sent.
 *
 * @param contentType empty where there is no body
 * @param content the body; empty where it is a stream or a stored file
 * @param stream a body that comes while it is sent; empty for every other answer
 * @param stored the file that is the body; empty for all other bodies
 */
public record ApiResponse(
    int status,
    List<Answer.Header> headers,
    String contentType,
    ByteString content,
    Optional<Source<ByteString, NotUsed>> stream,
    Optional<Answer.Body.Stored> stored) {
  public ApiResponse {
    headers = List.copyOf(headers);
  }

  /** An answer of which the whole body is there. */
  public ApiResponse(
      int status, List<Answer.Header> headers, String contentType, ByteString content) {
    this(status, headers, contentType, content, Optional.empty(), Optional.empty());
  }

  /** The same answer with more headers behind its own. */
  ApiResponse with(List<Answer.Header> more) {
    List<Answer.Header> all = new ArrayList<>(headers);
    all.addAll(more);
    return new ApiResponse(status, all, contentType, content, stream, stored);
  }

  /** The same answer with a body that comes while it is sent. */
  ApiResponse streaming(Source<ByteString, NotUsed> bytes) {
    return new ApiResponse(status, headers, contentType, content, Optional.of(bytes), stored);
  }

  /** The same answer with a stored file as its body. */
  ApiResponse of(Answer.Body.Stored file) {
    return new ApiResponse(status, headers, contentType, content, stream, Optional.of(file));
  }

  /** The bytes of the body; none of a stream and of a stored file. */
  public byte[] body() {
    return content.toArray();
  }
}
