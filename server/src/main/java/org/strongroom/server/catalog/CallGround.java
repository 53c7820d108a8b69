package org.strongroom.server.catalog;

import static org.strongroom.server.catalog.identity.SessionTable.SESSION;
import static org.strongroom.server.catalog.identity.TokenTable.TOKEN;

import java.util.Optional;
import org.jooq.Record;
import org.jooq.TableField;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.caller.Origin;

/**
 * On what the request at hand was let in: a session or a token, which was looked at before, and may
 * have been ended since, with its account even. What is written on that ground looks again, and
 * whoever ends it waits for what is being written: so nobody's end is outlived by a call of theirs.
 */
public final class CallGround {
  private final Optional<String> session;
  private final Optional<String> token;

  private CallGround(Optional<String> session, Optional<String> token) {
    this.session = session;
    this.token = token;
  }

  /** That of the request that this thread answers; none if the server works by itself. */
  public static CallGround current() {
    Origin origin = Origin.current();
    return new CallGround(origin.session(), origin.token());
  }

  /**
   * Makes sure that the ground is there still, and stays until the transaction ends; to be called
   * before it writes anything.
   *
   * @throws ApiException ID.1001 if it was ended
   */
  public void hold(Transaction transaction) {
    session.ifPresent(digest -> hold(SESSION.DIGEST, digest, transaction));
    token.ifPresent(digest -> hold(TOKEN.DIGEST, digest, transaction));
  }

  private static void hold(TableField<Record, String> key, String digest, Transaction transaction) {
    if (!transaction.hold(key, digest)) {
      throw new ApiException(
          ErrorCode.INVALID_SESSION, "the session or token of this call was ended meanwhile");
    }
  }
}
