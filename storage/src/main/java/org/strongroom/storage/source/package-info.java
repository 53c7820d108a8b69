/**
 * Where images come from: http, https, ftp, sftp, and the guard over the addresses connected to.
 */
@NullMarked
package org.strongroom.storage.source;

import org.jspecify.annotations.NullMarked;
