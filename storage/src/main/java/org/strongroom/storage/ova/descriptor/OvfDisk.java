package org.strongroom.storage.ova.descriptor;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A disk of the descriptor.
 *
 * @param id of the disk
 * @param fileId of its file in the References
 * @param name what its hardware item is called, else its id
 * @param capacity bytes that the guest sees, at least what the file has
 * @param format URI of the file's format; empty for raw, as PowerVC has it
 * @param boot whether it is in the boot set; empty if the descriptor does not say
 */
public record OvfDisk(
    String id,
    String fileId,
    String name,
    OptionalLong capacity,
    Optional<String> format,
    Optional<Boolean> boot) {}
