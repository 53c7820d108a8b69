package org.strongroom.storage.transfer;

import java.util.Optional;
import org.strongroom.storage.format.ImageInspection;

/**
 * What went through a transfer.
 *
 * @param length bytes
 * @param sha256 64 lower-case hexadecimal digits
 * @param md5 32 of them, if it was asked for
 */
public record TransferResult(
    long length, String sha256, Optional<String> md5, ImageInspection inspection) {}
