package dev.switchboard.entity;

import dev.switchboard.entity.Kind.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.serialization.Serializers;

/**
 * Serializes the messages to entities on other nodes: for a request, the address for the reply, and
 * the request by the serializer that is bound to it. The requests of a kind need not be listed
 * here. Created by Pekko.
 */
final class EntityMessageSerializer extends SerializerWithStringManifest {
  private static final int ID = 1000;
  private static final String ASK = "ask";
  private static final String STOP = "stop";

  private final ExtendedActorSystem system;

  EntityMessageSerializer(ExtendedActorSystem system) {
    this.system = system;
  }

  @Override
  public int identifier() {
    return ID;
  }

  @Override
  public String manifest(Object message) {
    return switch ((EntityMessage) message) {
      case EntityMessage.Ask<?, ?> _ -> ASK;
      case EntityMessage.Stop _ -> STOP;
    };
  }

  @Override
  public byte[] toBinary(Object message) {
    return switch ((EntityMessage) message) {
      case EntityMessage.Ask<?, ?> ask -> written(ask);
      case EntityMessage.Stop _ -> new byte[0];
    };
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    return switch (manifest) {
      case ASK -> read(bytes);
      case STOP -> new EntityMessage.Stop();
      default -> throw new NotSerializableException("a message to an entity: " + manifest);
    };
  }

  private byte[] written(EntityMessage.Ask<?, ?> ask) {
    Serializer serializer = serialization().findSerializerFor(ask.request());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(references().toSerializationFormat(ask.replyTo()));
      out.writeInt(serializer.identifier());
      out.writeUTF(Serializers.manifestFor(serializer, ask.request()));
      out.write(serializer.toBinary(ask.request()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private EntityMessage.Ask<?, ?> read(byte[] bytes) throws NotSerializableException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      ActorRef<Object> replyTo = references().resolveActorRef(in.readUTF());
      int serializer = in.readInt();
      String manifest = in.readUTF();
      Object request = serialization().deserialize(in.readAllBytes(), serializer, manifest).get();
      return ask(request, replyTo);
    } catch (IOException broken) {
      throw new NotSerializableException("a request to an entity: " + broken.getMessage());
    }
  }

  /** The cast is safe: the sender's compiler checked that the reply has the type of the request. */
  @SuppressWarnings("unchecked")
  private static EntityMessage.Ask<?, ?> ask(Object request, ActorRef<Object> replyTo) {
    return new EntityMessage.Ask<>((Request<Object, Object>) request, replyTo);
  }

  /** Looked up when needed: it does not exist yet when Pekko creates its serializers. */
  private Serialization serialization() {
    return SerializationExtension.get(system);
  }

  private ActorRefResolver references() {
    return ActorRefResolver.get(Adapter.toTyped(system));
  }
}
