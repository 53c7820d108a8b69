/** Connections of clients: how many there may be, and how long they may take. */
@NullMarked
package org.strongroom.server.face.connection;

import org.jspecify.annotations.NullMarked;
