/**
 * Image backups: images packed as OVA on backup nodes and in buckets, and images made of them. One
 * task at a time works on an image backup; its status says which.
 */
@NullMarked
package org.strongroom.server.imagebackup;

import org.jspecify.annotations.NullMarked;
