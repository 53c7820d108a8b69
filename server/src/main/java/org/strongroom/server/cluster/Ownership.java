package org.strongroom.server.cluster;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Who answers for a storage: the live node with the greatest weight for it (rendezvous hashing), so
 * that a node that joins or leaves moves only its own share.
 *
 * @param nodeUuids the live nodes
 */
record Ownership(List<String> nodeUuids) {
  /** Always in one order: the same nodes are the same ownership. */
  Ownership {
    nodeUuids = nodeUuids.stream().sorted().toList();
  }

  static Ownership of(Collection<String> nodeUuids) {
    return new Ownership(List.copyOf(nodeUuids));
  }

  /** The node that answers for the storage; empty only if no node lives. */
  Optional<String> owner(String storageUuid) {
    String best = null;
    long most = Long.MIN_VALUE;
    for (String node : nodeUuids) {
      long weight = weight(node, storageUuid);
      if (best == null || weight > most) {
        best = node;
        most = weight;
      }
    }
    return Optional.ofNullable(best);
  }

  private static long weight(String node, String storage) {
    return mixed(number(node) + mixed(number(storage)));
  }

  private static long number(String uuid) {
    long number = 0;
    for (int i = 0; i < uuid.length(); i++) {
      number = number * 31 + uuid.charAt(i);
    }
    return number;
  }

  /** The finisher of SplitMix64: every bit of the input moves half of the output. */
  private static long mixed(long number) {
    long z = number + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
