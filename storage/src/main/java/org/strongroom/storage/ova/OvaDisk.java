package org.strongroom.storage.ova;

import java.util.Optional;

/**
 * A disk of a package: what the descriptor says of it, and where its bytes are.
 *
 * @param order from 0; disks of the boot set first, then as the descriptor has them
 * @param boot whether it is in the boot set; the first disk is if nothing says so of any
 * @param capacity bytes that the guest sees; what the file has if the descriptor does not say
 * @param format URI of the file's format, empty for raw
 * @param file where the bytes are in the archive
 * @param digest what they must hash to, if a manifest that was read says so
 */
public record OvaDisk(
    int order,
    String id,
    String name,
    boolean boot,
    long capacity,
    Optional<String> format,
    TarMember file,
    Optional<FileDigest> digest) {}
