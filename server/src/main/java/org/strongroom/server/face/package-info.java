/** What the faces share: the HTTP server, requests and their ids. */
@NullMarked
package org.strongroom.server.face;

import org.jspecify.annotations.NullMarked;
