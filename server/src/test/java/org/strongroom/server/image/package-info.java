@NullMarked
package org.strongroom.server.image;

import org.jspecify.annotations.NullMarked;
