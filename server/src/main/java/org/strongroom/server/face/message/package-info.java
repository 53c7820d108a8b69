/** The message API of 2015 under /zstack/api, for the clients that still speak it. */
@NullMarked
package org.strongroom.server.face.message;

import org.jspecify.annotations.NullMarked;
