/** Secrets at rest, and the hashes of passwords. */
@NullMarked
package org.strongroom.server.secret;

import org.jspecify.annotations.NullMarked;
