package org.strongroom.server.backupnode;

import java.util.ArrayList;
import java.util.List;
import org.strongroom.api.inventory.BackupNodeInventory;

/**
 * How healthy a backup node is ({@code health_status}), computed from what the monitor has seen
 * last.
 *
 * @param value one word for all
 * @param reasons why it is not OK; empty if it is, or if nobody has looked yet
 */
public record NodeHealth(Value value, List<Reason> reasons) {
  /** Less room than this part of the file system is worth a warning. */
  private static final int LOW_SPACE_DIVISOR = 20;

  /** The values, under the names that callers see. */
  public enum Value {
    OK,
    /** It works and wants the administrator's attention. */
    WARNING,
    /** It cannot be used. */
    CRITICAL,
    /** Nobody has looked yet. */
    UNKNOWN
  }

  /**
   * One reason.
   *
   * @param property what is concerned, such as {@code connection}
   * @param value how it is, such as {@code unreachable}
   */
  public record Reason(String property, String value) {}

  /** The health of a node. */
  public static NodeHealth of(BackupNodeInventory node) {
    return switch (node.status()) {
      case "Connected" -> connected(node);
      case "Disconnected" -> new NodeHealth(Value.CRITICAL, List.of(lost(node)));
      // being connected anew, after a failure or for the first time
      default ->
          node.statusReasonKind() == null
              ? new NodeHealth(Value.UNKNOWN, List.of())
              : new NodeHealth(Value.CRITICAL, List.of(lost(node)));
    };
  }

  private static NodeHealth connected(BackupNodeInventory node) {
    List<Reason> reasons = new ArrayList<>();
    if (!node.state().equals("Enabled")) {
      reasons.add(new Reason("service", "down"));
    }
    if (node.statusReason() != null) {
      reasons.add(new Reason("directory", "unusable")); // its file system became read-only
    }
    long room = Math.min(node.availableCapacity(), node.availablePhysicalCapacity());
    if (room < node.totalCapacity() / LOW_SPACE_DIVISOR) {
      reasons.add(new Reason("free_space", "low"));
    }
    return new NodeHealth(reasons.isEmpty() ? Value.OK : Value.WARNING, List.copyOf(reasons));
  }

  private static Reason lost(BackupNodeInventory node) {
    String kind = node.statusReasonKind();
    return switch (kind == null ? "UNREACHABLE" : kind) {
      case "UNREACHABLE", "TIMED_OUT" -> new Reason("connection", "unreachable");
      case "HOST_KEY_CHANGED" -> new Reason("host_key", "changed");
      case "CREDENTIALS_REJECTED" -> new Reason("credentials", "rejected");
      case "NO_SPACE" -> new Reason("free_space", "low");
      // the server answers; its directory is missing, another's or may not be used
      default -> new Reason("directory", "unusable");
    };
  }
}
