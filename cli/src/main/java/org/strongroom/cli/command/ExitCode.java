package org.strongroom.cli.command;

import java.util.Map;
import java.util.stream.Stream;
import org.strongroom.api.ErrorCode;
import org.strongroom.cli.client.CallFailedException;
import tools.jackson.databind.JsonNode;

/** What the process ends with: a contract with scripts. */
public final class ExitCode {
  public static final int OK = 0;

  /** The call was made, or tried, and failed for a reason that has no code of its own. */
  public static final int FAILED = 1;

  /** What was typed can not be taken; nothing was sent. */
  public static final int USAGE = 2;

  /** What was named is not there. */
  public static final int NOT_FOUND = 3;

  /** No session, a wrong password, or no permission. */
  public static final int DENIED = 4;

  /** Something is in the way, or too much is under way. */
  public static final int BUSY = 5;

  /** There is no room, or a quota is used up. */
  public static final int NO_ROOM = 6;

  /** A backup storage, node or bucket that is needed can not be used now. */
  public static final int STORAGE_AWAY = 7;

  /** The server was not reached, or is not ready. */
  public static final int SERVER_AWAY = 8;

  /** The user stopped waiting. */
  public static final int INTERRUPTED = 130;

  private static final int DEEPEST = 20;

  private static final Map<String, Integer> KINDS =
      Map.ofEntries(
          Map.entry(ErrorCode.NOT_FOUND.code(), NOT_FOUND),
          Map.entry(ErrorCode.WRONG_CREDENTIALS.code(), DENIED),
          Map.entry(ErrorCode.INVALID_SESSION.code(), DENIED),
          Map.entry(ErrorCode.PERMISSION_DENIED.code(), DENIED),
          Map.entry(ErrorCode.CONFLICT.code(), BUSY),
          Map.entry(ErrorCode.OVERLOADED.code(), BUSY),
          Map.entry(ErrorCode.TOO_MANY_SESSIONS.code(), BUSY),
          Map.entry(ErrorCode.TOO_MANY_LOG_INS.code(), BUSY),
          Map.entry(ErrorCode.CANNOT_ALLOCATE.code(), NO_ROOM),
          Map.entry(ErrorCode.NO_SPACE.code(), NO_ROOM),
          Map.entry(ErrorCode.QUOTA_EXCEEDED.code(), NO_ROOM),
          Map.entry(ErrorCode.CANNOT_CONNECT.code(), STORAGE_AWAY),
          Map.entry(ErrorCode.CANNOT_RECONNECT_SFTP.code(), STORAGE_AWAY),
          Map.entry(ErrorCode.NODE_NOT_READY.code(), SERVER_AWAY),
          Map.entry(ErrorCode.NODE_UNAVAILABLE.code(), SERVER_AWAY),
          Map.entry(CallFailedException.HTTP_ERROR, SERVER_AWAY));

  private ExitCode() {}

  /**
   * The exit code of an error: by its code, or that of its nearest cause whose code says what kind
   * it is. Never by its words.
   */
  public static int of(JsonNode error) {
    return Stream.iterate(error, JsonNode::isObject, each -> each.path("cause"))
        .limit(DEEPEST)
        .map(each -> KINDS.getOrDefault(each.path("code").asString(""), FAILED))
        .filter(code -> code != FAILED)
        .findFirst()
        .orElse(FAILED);
  }
}
