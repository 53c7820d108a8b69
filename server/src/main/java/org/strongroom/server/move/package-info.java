/** Taking a catalog from SQLite to PostgreSQL. */
@NullMarked
package org.strongroom.server.move;

import org.jspecify.annotations.NullMarked;
