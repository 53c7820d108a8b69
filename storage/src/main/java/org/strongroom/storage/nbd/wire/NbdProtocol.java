package org.strongroom.storage.nbd.wire;

/** The numbers of the NBD protocol, in its fixed newstyle and with structured replies. */
public final class NbdProtocol {
  /** The port that is registered for NBD. */
  public static final int PORT = 10809;

  /** Most bytes of a name, a query or a text. */
  public static final int MAX_STRING = 4096;

  public static final long GREETING = 0x4e42444d41474943L;
  public static final long OLD_STYLE = 0x00420281861253L;
  public static final long OPTION = 0x49484156454f5054L;
  public static final long OPTION_REPLY = 0x0003e889045565a9L;
  public static final int REQUEST = 0x25609513;
  public static final int SIMPLE_REPLY = 0x67446698;
  public static final int STRUCTURED_REPLY = 0x668e33ef;

  /** In both directions of the greeting. */
  public static final int FIXED_NEWSTYLE = 1;

  public static final int NO_ZEROES = 1 << 1;

  public static final int OPT_EXPORT_NAME = 1;
  public static final int OPT_ABORT = 2;
  public static final int OPT_LIST = 3;
  public static final int OPT_STARTTLS = 5;
  public static final int OPT_INFO = 6;
  public static final int OPT_GO = 7;
  public static final int OPT_STRUCTURED_REPLY = 8;
  public static final int OPT_LIST_META_CONTEXT = 9;
  public static final int OPT_SET_META_CONTEXT = 10;

  public static final int REP_ACK = 1;
  public static final int REP_INFO = 3;
  public static final int REP_META_CONTEXT = 4;

  /** Replies with this bit are refusals. */
  public static final int REP_ERROR = 1 << 31;

  public static final int REP_ERR_UNSUP = REP_ERROR | 1;
  public static final int REP_ERR_POLICY = REP_ERROR | 2;
  public static final int REP_ERR_INVALID = REP_ERROR | 3;
  public static final int REP_ERR_PLATFORM = REP_ERROR | 4;
  public static final int REP_ERR_TLS_REQD = REP_ERROR | 5;
  public static final int REP_ERR_UNKNOWN = REP_ERROR | 6;
  public static final int REP_ERR_SHUTDOWN = REP_ERROR | 7;
  public static final int REP_ERR_BLOCK_SIZE_REQD = REP_ERROR | 8;
  public static final int REP_ERR_TOO_BIG = REP_ERROR | 9;

  public static final int INFO_EXPORT = 0;
  public static final int INFO_BLOCK_SIZE = 3;

  /** What an export can do. */
  public static final int FLAG_HAS_FLAGS = 1;

  public static final int FLAG_READ_ONLY = 1 << 1;
  public static final int FLAG_SEND_FLUSH = 1 << 2;
  public static final int FLAG_SEND_WRITE_ZEROES = 1 << 6;
  public static final int FLAG_SEND_DF = 1 << 7;
  public static final int FLAG_CAN_MULTI_CONN = 1 << 8;

  public static final int CMD_READ = 0;
  public static final int CMD_WRITE = 1;
  public static final int CMD_DISC = 2;
  public static final int CMD_FLUSH = 3;
  public static final int CMD_TRIM = 4;
  public static final int CMD_WRITE_ZEROES = 6;
  public static final int CMD_BLOCK_STATUS = 7;

  public static final int CMD_FLAG_DF = 1 << 2;
  public static final int CMD_FLAG_REQ_ONE = 1 << 3;

  /** On the last chunk of a reply. */
  public static final int REPLY_DONE = 1;

  public static final int CHUNK_NONE = 0;
  public static final int CHUNK_DATA = 1;
  public static final int CHUNK_HOLE = 2;
  public static final int CHUNK_BLOCK_STATUS = 5;

  /** Chunks with this bit tell of errors. */
  public static final int CHUNK_IS_ERROR = 1 << 15;

  public static final int CHUNK_ERROR = CHUNK_IS_ERROR | 1;
  public static final int CHUNK_ERROR_OFFSET = CHUNK_IS_ERROR | 2;

  /** The context that tells what is allocated and what is zeros. */
  public static final String BASE_ALLOCATION = "base:allocation";

  public static final int STATE_HOLE = 1;
  public static final int STATE_ZERO = 1 << 1;

  /** What QEMU's contexts of dirty bitmaps begin with. */
  public static final String DIRTY_BITMAP = "qemu:dirty-bitmap:";

  public static final int STATE_DIRTY = 1;

  private NbdProtocol() {}

  /** What a refusal of an option is called. */
  public static String refusal(int reply) {
    return switch (reply) {
      case REP_ERR_UNSUP -> "it does not know this option";
      case REP_ERR_POLICY -> "its configuration forbids it";
      case REP_ERR_INVALID -> "it holds the request for invalid";
      case REP_ERR_PLATFORM -> "its platform cannot";
      case REP_ERR_TLS_REQD -> "it wants TLS: write nbds:// instead of nbd://";
      case REP_ERR_UNKNOWN -> "it has no such export";
      case REP_ERR_SHUTDOWN -> "it is shutting down";
      case REP_ERR_BLOCK_SIZE_REQD -> "it wants its block sizes to be kept";
      case REP_ERR_TOO_BIG -> "the request is too large for it";
      default -> "its reason is number %d".formatted(reply & ~REP_ERROR);
    };
  }
}
