/** The web console: pages made by the server from the declarations of the operations. */
@NullMarked
package org.strongroom.server.face.console;

import org.jspecify.annotations.NullMarked;
