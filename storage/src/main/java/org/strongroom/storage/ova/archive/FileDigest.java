package org.strongroom.storage.ova.archive;

import org.strongroom.storage.driver.DigestAlgorithm;

/**
 * What a file must hash to.
 *
 * @param hex lower-case hexadecimal
 */
public record FileDigest(DigestAlgorithm algorithm, String hex) {}
