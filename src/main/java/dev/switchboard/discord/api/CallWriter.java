package dev.switchboard.discord.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.text.Graphemes;
import dev.switchboard.text.WellFormed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;

/**
 * Sends a {@link Call}: JSON with a length, a call without a body without one, and files read off
 * the event loop while they are sent.
 */
final class CallWriter {
  private static final int AUDIT_REASON = 512;
  private static final int CHUNK = 64 * 1024;
  // A text that occurs in no file by chance; RFC 2046, section 5.1.1.
  private static final String BOUNDARY = "switchboard-5f1c6a0e9b7d4c23a8f0";
  private static final String MULTIPART = "multipart/form-data; boundary=" + BOUNDARY;

  private final ObjectMapper mapper;

  CallWriter(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** Sets the headers of the call and sends its body. */
  Publisher<Void> write(Call call, HttpClientRequest request, NettyOutbound outbound) {
    HttpHeaders headers = request.requestHeaders();
    if (!call.auditReason().isEmpty()) {
      // Discord requires percent-encoding and at most 512 characters.
      var reason = call.auditReason();
      headers.set(
          "x-audit-log-reason",
          Call.encoded(Graphemes.beginning(WellFormed.text(reason), AUDIT_REASON)));
    }
    if (!call.files().isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, MULTIPART);
      return outbound.send(parts(call));
    }
    if (call.body().isMissingNode()) {
      return outbound.send(Mono.<ByteBuf>empty());
    }
    headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    return outbound.send(Mono.just(Unpooled.wrappedBuffer(json(call))));
  }

  private byte[] json(Call call) {
    try {
      return mapper.writeValueAsBytes(WellFormed.json(call.body()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Flux<ByteBuf> parts(Call call) {
    List<Flux<ByteBuf>> parts = new ArrayList<>();
    if (!call.body().isMissingNode()) {
      parts.add(text(head("payload_json", "", "application/json")));
      parts.add(Flux.defer(() -> Flux.just(Unpooled.wrappedBuffer(json(call)))));
      parts.add(text("\r\n"));
    }
    for (int i = 0; i < call.files().size(); i++) {
      var file = call.files().get(i);
      var type = file.contentType().isEmpty() ? "application/octet-stream" : file.contentType();
      parts.add(text(head("files[" + i + "]", file.name(), type)));
      parts.add(bytes(file.bytes()));
      parts.add(text("\r\n"));
    }
    parts.add(text("--" + BOUNDARY + "--\r\n"));
    return Flux.concat(parts);
  }

  private static String head(String name, String fileName, String contentType) {
    var disposition = "Content-Disposition: form-data; name=\"" + name + "\"";
    if (!fileName.isEmpty()) {
      disposition += "; filename=\"" + quoted(fileName) + "\"";
    }
    return "--%s\r\n%s\r\nContent-Type: %s\r\n\r\n"
        .formatted(BOUNDARY, disposition, contentType.replaceAll("[\\r\\n]", ""));
  }

  /** As browsers do; HTML, section "Multipart form data". */
  private static String quoted(String fileName) {
    return WellFormed.text(fileName).replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static Flux<ByteBuf> text(String text) {
    return Flux.defer(
        () -> Flux.just(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8))));
  }

  private static Flux<ByteBuf> bytes(Call.Source source) {
    return Mono.defer(() -> Mono.fromCompletionStage(source.open()))
        .flatMapMany(CallWriter::chunks)
        .onErrorMap(Unreadable::new);
  }

  private static Flux<ByteBuf> chunks(InputStream opened) {
    return Flux.<ByteBuf, InputStream>generate(
            () -> opened,
            (stream, sink) -> {
              try {
                byte[] chunk = stream.readNBytes(CHUNK);
                if (chunk.length == 0) {
                  sink.complete();
                } else {
                  sink.next(Unpooled.wrappedBuffer(chunk));
                }
              } catch (IOException e) {
                sink.error(e);
              }
              return stream;
            },
            CallWriter::close)
        .subscribeOn(Schedulers.boundedElastic());
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of our own files could not be read, so the call was not completed. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(Throwable cause) {
      super(cause.toString(), cause);
    }
  }
}
