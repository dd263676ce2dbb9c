// Baileys calls libsignal's verifySignature and drops its result, and libsignal skips the check of a pre-key bundle.
// Here every signature counts, and is checked with Node's own Ed25519 instead of the code that made it.
import { createPublicKey, verify as verifyEd25519 } from 'node:crypto'
import { createRequire } from 'node:module'

// The package: Baileys as it is now, or an older one under another name.
export const name = process.env.BAILEYS ?? 'baileys'
const { Curve } = await import(`${name}/lib/Utils/crypto.js`)
const { WA_CERT_DETAILS } = await import(`${name}/lib/Defaults/index.js`)

const P = (1n << 255n) - 19n
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const require = createRequire(createRequire(import.meta.url).resolve(name))
const libsignal = require('libsignal/src/curve.js')

/** How many signatures Baileys had checked: certificates and linking (`identities`), and pre-key bundles (`preKeys`). */
export const counts = { identities: 0, preKeys: 0, refused: 0 }

/** Verifies an XEd25519 signature by a Montgomery key of 32 bytes, or of 33 with its type. */
export function verifies(key, message, signature) {
	key = key.length === 33 && key[0] === 5 ? key.subarray(1) : key
	if (key.length !== 32 || signature.length !== 64) {
		return false
	}

	const u = BigInt('0x' + Buffer.from(key).reverse().toString('hex')) & ((1n << 255n) - 1n)
	if (u % P === P - 1n) {
		return false
	}

	const y = mod((u - 1n) * power(mod(u + 1n), P - 2n))
	const edwards = Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse()
	edwards[31] |= signature[63] & 0x80
	const plain = Buffer.from(signature)
	plain[63] &= 0x7f
	const publicKey = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, edwards]), format: 'der', type: 'spki' })
	return verifyEd25519(null, message, publicKey, plain)
}

/** Makes the verdicts count in Baileys and libsignal, and the given root key (32 bytes) the only trusted one. */
export function enforce(rootKey) {
	WA_CERT_DETAILS.PUBLIC_KEY = rootKey
	Curve.verify = (key, message, signature) => counted('identities', verifies(key, message, signature))
	libsignal.verifySignature = (key, message, signature) => {
		if (!counted('preKeys', verifies(key, message, signature))) {
			throw new Error('The signature of the signed pre-key is wrong.')
		}

		return true
	}
}

function counted(kind, genuine) {
	counts[genuine ? kind : 'refused']++
	return genuine
}

function mod(value) {
	return ((value % P) + P) % P
}

function power(base, exponent) {
	let result = 1n
	for (; exponent > 0n; exponent >>= 1n) {
		if (exponent & 1n) {
			result = mod(result * base)
		}

		base = mod(base * base)
	}

	return result
}
