/** Images, image backups, and the storages that keep them, from outside. */
@NullMarked
package org.strongroom.e2e.content;

import org.jspecify.annotations.NullMarked;
