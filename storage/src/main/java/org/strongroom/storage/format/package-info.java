/**
 * What all disk image formats have in common: the disk as its guest sees it, and where its bytes
 * lie.
 */
@NullMarked
package org.strongroom.storage.format;

import org.jspecify.annotations.NullMarked;
