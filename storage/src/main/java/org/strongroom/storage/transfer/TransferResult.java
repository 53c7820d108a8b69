package org.strongroom.storage.transfer;

import java.util.Optional;
import org.strongroom.storage.format.ImageInspection;

/**
 * What went through a transfer.
 *
 * @param length bytes
 * @param kept those of them that take room on a storage: without runs of zeros
 * @param sha256 64 lower-case hexadecimal digits
 * @param md5 32 of them, if it was asked for
 */
public record TransferResult(
    long length, long kept, String sha256, Optional<String> md5, ImageInspection inspection) {}
