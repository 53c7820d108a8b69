package org.strongroom.server.caller;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the request at hand comes from: bound to the thread that answers it, because budgets apply
 * far below the faces, which alone know connections.
 */
public final class Origin {
  private static final ThreadLocal<Origin> CURRENT = new ThreadLocal<>();

  private final String source;
  private final String requestId;
  private final BooleanSupplier clientGone;
  private volatile @Nullable String account;
  private volatile @Nullable String session;
  private volatile @Nullable String token;

  /**
   * An origin.
   *
   * @param source the client's address, or the network that it stands for; empty for the server
   *     itself
   * @param clientGone whether nobody waits for the answer any more
   */
  public Origin(String source, String requestId, BooleanSupplier clientGone) {
    this.source = source;
    this.requestId = requestId;
    this.clientGone = clientGone;
  }

  /** The origin of what this thread does; the server itself if no request is at hand. */
  public static Origin current() {
    Origin origin = CURRENT.get();
    return origin == null ? new Origin("", "", () -> false) : origin;
  }

  /** From now on this thread works for the origin. */
  public void bind() {
    CURRENT.set(this);
  }

  /** This thread works for no request any more. */
  public static void unbind() {
    CURRENT.remove();
  }

  /** Tells on whose behalf the request is made, once that is known. */
  public void known(String accountUuid) {
    account = accountUuid;
  }

  /** Tells by which session the request is made, by the digest of its secret. */
  public void cameWith(String sessionDigest) {
    session = sessionDigest;
  }

  /** The digest of the session by which the request is made, if it is one. */
  public Optional<String> session() {
    return Optional.ofNullable(session);
  }

  /** Tells by which token of ours the request is made, by the digest of its text. */
  public void cameWithToken(String tokenDigest) {
    token = tokenDigest;
  }

  /** The digest of the token of ours by which the request is made, if it is one. */
  public Optional<String> token() {
    return Optional.ofNullable(token);
  }

  public String source() {
    return source;
  }

  public String requestId() {
    return requestId;
  }

  /** The account on whose behalf the request is made, if one is known yet. */
  public Optional<String> account() {
    return Optional.ofNullable(account).filter(uuid -> !uuid.isEmpty());
  }

  /** Whom budgets are kept for: the account, else the address. */
  public String owner() {
    return account().orElse(source);
  }

  /** Whether nobody waits for the answer any more. */
  public boolean clientGone() {
    return clientGone.getAsBoolean();
  }
}
