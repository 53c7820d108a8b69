package org.strongroom.storage.ova.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An OVA that is broken, hostile, or of a kind that is not read here. The message says what is
 * wrong with it, in words for its owner.
 */
public class OvaException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What kind of fault it is. */
  public enum Fault {
    /** No tar archive, or one whose headers are damaged. */
    NOT_A_TAR,
    /** The archive ends before what its headers announce. */
    CUT_OFF,
    /** A member that no honest package holds: an absolute path, {@code ..}, a link, a device. */
    UNSAFE_MEMBER,
    /** Two members with the same name. */
    DUPLICATE_MEMBER,
    /** Larger or more than the limits allow. */
    TOO_LARGE,
    /** Not exactly one descriptor, or one in the wrong place. */
    NO_DESCRIPTOR,
    /** The descriptor can not be understood. */
    BAD_DESCRIPTOR,
    /** The manifest can not be understood. */
    BAD_MANIFEST,
    /** A file that the descriptor names is not in the archive. */
    MISSING_FILE,
    /** A file is not as long as the descriptor says. */
    SIZE_MISMATCH,
    /** It can be read, but not in one pass from its start. */
    NOT_IN_ORDER,
    /** Allowed by the standard, but not read here. */
    UNSUPPORTED
  }

  private final Fault fault;

  public OvaException(Fault fault, String message) {
    this(fault, message, null);
  }

  public OvaException(Fault fault, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
