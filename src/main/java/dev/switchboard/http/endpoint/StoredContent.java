package dev.switchboard.http.endpoint;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Sends files of the file store. */
@FunctionalInterface
public interface StoredContent {
  /**
   * The file, or the part of it that the request asks for, with the headers that say how a browser
   * may treat it; an error where it is not there.
   */
  CompletionStage<HttpResponse> served(HttpRequest request, Answer.Body.Stored file);
}
