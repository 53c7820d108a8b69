/** One change to many resources: what it is made to, how far it is, what became of each. */
@NullMarked
package org.strongroom.server.face.console.bulk;

import org.jspecify.annotations.NullMarked;
