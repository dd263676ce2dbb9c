// Signs and verifies with the reference implementation of Standard Webhooks. One JSON object a line in, one out.
import { createInterface } from 'node:readline'
import { Webhook } from 'standardwebhooks'

for await (const line of createInterface({ input: process.stdin })) {
	const { secret, id, timestamp, body, signature } = JSON.parse(line)
	const webhook = new Webhook(secret)
	const answer = {}
	try {
		if (signature === undefined) {
			answer.signature = webhook.sign(id, new Date(timestamp * 1000), body)
		} else {
			webhook.verify(body, { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature })
			answer.verified = true
		}
	} catch (error) {
		answer.verified = false
		answer.error = error.message
	}

	console.log(JSON.stringify(answer))
}
