package org.strongroom.api.backupstorage;

/**
 * An image that lies on one storage alone.
 *
 * @param bytes that its copy takes there
 */
public record OnlyCopy(String uuid, String name, long bytes) {}
