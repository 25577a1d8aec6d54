package dev.switchboard.access.login;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port to Discord, which says who somebody is that signs in. Thread-safe. */
public interface IdentityProvider {
  /**
   * A person of Discord who signed in.
   *
   * @param shown the display name, else the user name
   * @param avatar the hash of the avatar
   */
  record Identity(long id, String shown, Optional<String> avatar) {}

  /** Why nobody is signed in. */
  enum Failure {
    /** The code is wrong, was used before, or is too old; or the verifier is another one's. */
    CODE,
    /** Discord refuses this server's client id or secret. */
    CLIENT,
    /** Discord cannot be reached, or does not answer as it should. */
    UNREACHABLE
  }

  /** Nobody is signed in. */
  final class SignInFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;

    public SignInFailed(Failure failure, String detail) {
      super(detail, null, false, false);
      this.failure = failure;
    }

    public Failure failure() {
      return failure;
    }
  }

  /** The address of Discord's page of consent. */
  URI consent(String state, String verifier);

  /**
   * The person behind a code.
   *
   * @return fails with {@link SignInFailed}
   */
  CompletionStage<Identity> identity(String code, String verifier);
}
