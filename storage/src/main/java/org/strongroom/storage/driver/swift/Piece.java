package org.strongroom.storage.driver.swift;

/**
 * A part of a large object: a segment, or the manifest of several.
 *
 * @param name in the container of the segments
 * @param etag MD5 of a segment's bytes, or of the ETags in a manifest; lower-case hexadecimal
 */
record Piece(String name, String etag, long size, boolean manifest) {}
