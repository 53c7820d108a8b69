package org.strongroom.storage.ova;

import java.util.Optional;
import org.strongroom.storage.format.vmdk.VmdkExtent;

/**
 * A stretch of a disk whose VMDK lies in several files.
 *
 * @param piece the member that has it; empty for zeros
 */
public record OvaExtent(VmdkExtent extent, Optional<FilePiece> piece) {}
