/** Where bytes live. Knows no SQL and no HTTP server. */
@NullMarked
package org.strongroom.storage;

import org.jspecify.annotations.NullMarked;
