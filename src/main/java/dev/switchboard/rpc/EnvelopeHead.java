package dev.switchboard.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * The envelope of a request without its body. The request is read as a stream, so a request of a
 * stranger takes no more memory than its bytes. The body is built only after the token was
 * accepted.
 *
 * @param method in upper case
 * @param resource exactly as given; empty if missing
 * @param authorization the inner header, if present
 * @param body the position of the body among the fields of the envelope, from 1; 0 if there is no
 *     body
 * @param whole whether the envelope was read to its end
 */
record EnvelopeHead(
    String method, String resource, Optional<String> authorization, int body, boolean whole) {
  private static final int DEEPEST = 100;

  /** The length of the longest word without quotation marks: {@code false}. */
  private static final int LONGEST_WORD = 5;

  /** The limit of JSON tokens in a request. A tree takes about 50 bytes for each. */
  private static final int MOST_TOKENS = 20_000;

  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxTokenCount(MOST_TOKENS)
                          .build())
                  .build())
          .build()
          .reader();

  /** Reads a complete request. */
  static EnvelopeHead read(byte[] request) throws Envelope.Malformed {
    EnvelopeHead head = new Reading().of(request);
    if (!head.whole()) {
      throw new Envelope.Malformed();
    }
    return head;
  }

  /** Reads the beginning of a request, as far as it goes. */
  static EnvelopeHead begin(byte[] beginning) throws Envelope.Malformed {
    return new Reading().of(beginning);
  }

  /** The envelope with its body. Called only after the token was accepted. */
  Envelope with(byte[] request) throws Envelope.Malformed {
    return new Envelope(
        method, resource, authorization, body == 0 ? MissingNode.getInstance() : bodyOf(request));
  }

  /** The envelope without its body. */
  Envelope withoutBody() {
    return new Envelope(method, resource, authorization, MissingNode.getInstance());
  }

  private JsonNode bodyOf(byte[] request) throws Envelope.Malformed {
    try (JsonParser parser = READER.createParser(request)) {
      parser.nextToken();
      for (int field = 1; parser.nextToken() == JsonToken.FIELD_NAME; field++) {
        parser.nextToken();
        if (field == body) {
          return READER.readTree(parser);
        }
        parser.skipChildren();
      }
      throw new Envelope.Malformed();
    } catch (IOException notJson) {
      throw new Envelope.Malformed();
    }
  }

  /** Collects the fields of the envelope while they are read. */
  private static final class Reading {
    private String method = "";
    private String resource = "";
    private Optional<String> authorization = Optional.empty();
    private int body;

    EnvelopeHead of(byte[] bytes) throws Envelope.Malformed {
      boolean whole = true;
      try (JsonParser parser = READER.createParser(bytes)) {
        fields(parser);
      } catch (JsonEOFException ended) {
        whole = false;
      } catch (StreamReadException notJson) {
        // The bytes may end within a word, as "tru", which the parser reports as an unknown word.
        if (!isAtEnd(notJson, bytes.length)) {
          throw new Envelope.Malformed();
        }
        whole = false;
      } catch (IOException notJson) {
        throw new Envelope.Malformed();
      }
      String verb = method.toUpperCase(Locale.ROOT);
      return new EnvelopeHead(verb.isEmpty() ? "GET" : verb, resource, authorization, body, whole);
    }

    private static boolean isAtEnd(StreamReadException failure, int length) {
      return failure.getLocation().getByteOffset() >= length - LONGEST_WORD;
    }

    private void fields(JsonParser parser) throws IOException, Envelope.Malformed {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.VALUE_NULL) {
        return;
      }
      if (first != JsonToken.START_OBJECT) {
        throw new Envelope.Malformed();
      }
      for (int field = 1; parser.nextToken() == JsonToken.FIELD_NAME; field++) {
        String name = parser.currentName().toLowerCase(Locale.ROOT);
        parser.nextToken();
        switch (name) {
          case "method" -> method = text(parser);
          case "resource" -> resource = text(parser);
          case "headers" -> authorization = authorization(parser);
          case "body" -> {
            body = field;
            parser.skipChildren();
          }
          // Unknown fields are ignored, as the servers of the former system did.
          default -> parser.skipChildren();
        }
      }
    }

    private static String text(JsonParser parser) throws IOException, Envelope.Malformed {
      return switch (parser.currentToken()) {
        case VALUE_STRING -> parser.getText();
        case VALUE_NULL -> "";
        default -> throw new Envelope.Malformed();
      };
    }

    private static Optional<String> authorization(JsonParser parser)
        throws IOException, Envelope.Malformed {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return Optional.empty();
      }
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new Envelope.Malformed();
      }
      Optional<String> found = Optional.empty();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        String value = text(parser);
        if (name.equalsIgnoreCase("Authorization")) {
          found = Optional.of(value);
        }
      }
      return found;
    }
  }
}
