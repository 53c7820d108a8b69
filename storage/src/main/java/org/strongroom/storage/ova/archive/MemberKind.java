package org.strongroom.storage.ova.archive;

import org.jspecify.annotations.Nullable;
import org.strongroom.storage.ova.archive.OvaException.Fault;

/** What the type flag of a tar header stands for. */
final class MemberKind {
  private MemberKind() {}

  /** Why a member of this type is refused; null for files and directories. */
  static @Nullable String refused(char type) {
    return switch (type) {
      case '0', '5', '7' -> null;
      case '1' -> "a hard link";
      case '2' -> "a symbolic link";
      case '3', '4' -> "a device";
      case '6' -> "a named pipe";
      case 'S' -> "stored sparse; pack it without --sparse";
      case 'M' -> "part of an archive of several volumes";
      default -> "of an unknown type";
    };
  }

  static Fault fault(char type) {
    return switch (type) {
      case 'S', 'M' -> Fault.UNSUPPORTED;
      default -> Fault.UNSAFE_MEMBER;
    };
  }
}
