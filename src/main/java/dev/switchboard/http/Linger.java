package dev.switchboard.http;

import java.time.Duration;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * The bytes of a connection, while they may be read. If the request was answered before it had come
 * entirely, the rest is read and thrown away for a while: otherwise a client that is still sending
 * would not receive the answer (RFC 9112, section 9.6).
 */
final class Linger extends GraphStage<FlowShape<ByteString, ByteString>> {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Inlet<ByteString> in = Inlet.create("Linger.in");
  private final Outlet<ByteString> out = Outlet.create("Linger.out");
  private final Connections.Connection connection;

  Linger(Connections.Connection connection) {
    this.connection = connection;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return FlowShape.of(in, out);
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private final AsyncCallback<NotUsed> answers = createAsyncCallback(_ -> answered());
    private final AsyncCallback<NotUsed> closings = createAsyncCallback(_ -> completeStage());
    private final AsyncCallback<Done> drains = createAsyncCallback(_ -> drainNow());

    Logic() {
      super(Linger.this.shape());
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              ByteString bytes = grab(in);
              if (isClosed(out)) {
                drain();
              } else if (connection.hears(bytes.size())) {
                push(out, bytes);
              } else {
                endHearing();
              }
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(in);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              linger();
            }
          });
    }

    @Override
    public void preStart() {
      connection.whenAnswered(() -> answers.invoke(NotUsed.getInstance()));
    }

    /**
     * The parser may stand in the middle of a request and read no more, so its bytes are released
     * now.
     */
    private void answered() {
      if (!isClosed(out)) {
        endHearing();
      }
    }

    private void endHearing() {
      complete(out);
      linger();
    }

    private void linger() {
      if (connection.isClosed()) {
        completeStage();
        return;
      }
      connection.closeBy(() -> closings.invoke(NotUsed.getInstance()));
      scheduleOnce("longest", LONGEST);
      // Usually nothing more comes. Only bytes that do come wait for their turn.
      drainNow();
    }

    private void drain() {
      var _ = connection.drainTurn().thenAccept(drains::invoke);
    }

    private void drainNow() {
      if (!isClosed(in) && !hasBeenPulled(in)) {
        pull(in);
      }
    }

    @Override
    public void onTimer(Object timer) {
      completeStage();
    }

    @Override
    public void postStop() {
      connection.ended();
    }
  }
}
