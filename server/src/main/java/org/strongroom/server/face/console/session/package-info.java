/** Who looks at the console, and that it is they who ask: cookie, token, origin. */
@NullMarked
package org.strongroom.server.face.console.session;

import org.jspecify.annotations.NullMarked;
