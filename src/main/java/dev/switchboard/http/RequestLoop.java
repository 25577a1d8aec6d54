package dev.switchboard.http;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * The requests of one connection, in order, and the timeout of the first one. A connection that has
 * to close does so between two requests, never before an answer.
 */
final class RequestLoop extends GraphStage<FlowShape<HttpRequest, HttpResponse>> {
  private final Inlet<HttpRequest> in = Inlet.create("RequestLoop.in");
  private final Outlet<HttpResponse> out = Outlet.create("RequestLoop.out");
  private final Connections.Connection connection;
  private final Function<HttpRequest, CompletionStage<HttpResponse>> routes;
  private final Duration first;

  /**
   * @param first how long the first request may take to come
   */
  RequestLoop(
      Connections.Connection connection,
      Function<HttpRequest, CompletionStage<HttpResponse>> routes,
      Duration first) {
    this.connection = connection;
    this.routes = routes;
    this.first = first;
  }

  @Override
  public FlowShape<HttpRequest, HttpResponse> shape() {
    return FlowShape.of(in, out);
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private final AsyncCallback<HttpResponse> answers = createAsyncCallback(this::answered);
    private final AsyncCallback<Throwable> failures = createAsyncCallback(this::failStage);
    private final AsyncCallback<NotUsed> closings = createAsyncCallback(_ -> closeNow());

    /** A stream of events has no end of its own: it ends with its client, or with the server. */
    private final SharedKillSwitch streams = KillSwitches.shared("streams");

    private boolean answering;
    private boolean closing;

    Logic() {
      super(RequestLoop.this.shape());
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() throws Exception {
              answer(grab(in));
            }

            // A client that has closed its side still receives the answer. Where its body is thrown
            // away, the answer comes soon, since the body has ended too.
            @Override
            public void onUpstreamFinish() {
              close();
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(in);
            }
          });
    }

    @Override
    public void preStart() {
      connection.closeBy(() -> closings.invoke(NotUsed.getInstance()));
      scheduleOnce("first", first);
    }

    @Override
    public void onTimer(Object timer) {
      connection.close();
    }

    private void answer(HttpRequest request) throws Exception {
      cancelTimer("first");
      answering = true;
      connection.begins();
      var _ =
          routes
              .apply(request)
              .whenComplete((response, failure) -> {
                if (failure == null) {
                  answers.invoke(response);
                } else {
                  failures.invoke(failure);
                }
              });
    }

    private void answered(HttpResponse response) {
      if (!answering) {
        // The connection was closed meanwhile, with another answer.
        return;
      }
      answering = false;
      push(out, whole(response));
      if (closing) {
        completeStage();
      }
    }

    /** The connection is busy until the last byte of a file has been sent. */
    private HttpResponse whole(HttpResponse response) {
      if (response.entity().isStrict()) {
        connection.ends();
        return response;
      }
      Source<ByteString, Object> bytes =
          response
              .entity()
              .getDataBytes()
              .watchTermination((value, ended) -> {
                var _ = ended.whenComplete((_, _) -> connection.ends());
                return value;
              });
      OptionalLong length = response.entity().getContentLengthOption();
      return length.isPresent()
          ? response.withEntity(
              HttpEntities.create(response.entity().getContentType(), length.getAsLong(), bytes))
          : response.withEntity(
              HttpEntities.create(
                  response.entity().getContentType(), bytes.via(streams.<ByteString>flow())));
    }

    private void close() {
      closing = true;
      streams.shutdown();
      if (!answering) {
        completeStage();
      }
    }

    /**
     * The connection is closed for another, without waiting for the end of a body that is thrown
     * away. An answer is still needed: otherwise Pekko HTTP sends an error of its own and logs it.
     */
    private void closeNow() {
      if (answering && connection.isRefusing()) {
        answering = false;
        push(out, HttpResponse.create().withStatus(StatusCodes.SERVICE_UNAVAILABLE));
      }
      close();
    }
  }
}
