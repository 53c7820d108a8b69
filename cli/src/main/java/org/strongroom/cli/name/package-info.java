/** Names in the place of uuids: looked up at the server, with the caller's own session. */
@NullMarked
package org.strongroom.cli.name;

import org.jspecify.annotations.NullMarked;
