// Baileys' own methods, where they take and return plain values.
export default ({ socket, revive, logger }) => ({
	async callMethod({ method, args }) {
		const value = await socket()[method](...revive(args ?? []))
		logger.debug({ method }, 'called')
		return { value: value ?? null }
	}
})
